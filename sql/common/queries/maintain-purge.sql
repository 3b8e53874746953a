-- Takes one deleted instance's remains away; false when there are none. A refresh that ran beside the deletion may have left some.
SELECT launchstack_purge()
