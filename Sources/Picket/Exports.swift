// A host imports `Picket` and nothing else: values, commands, limits, events and diagnostics come with it.
@_exported public import PicketRuntime
@_exported public import PicketSyntax
