// A host imports only `Picket`, which exports values, commands, limits, events and diagnostics.
@_exported public import PicketRuntime
@_exported public import PicketSyntax
