slack-required = Please write something here.
