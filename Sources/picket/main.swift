import PicketCLI

Entry.main()
