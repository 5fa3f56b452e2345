@rem Scripts of package.json begin with `exec`, so that signals reach the program and not a shell around it.
@rem Windows has no such word.
@%*
