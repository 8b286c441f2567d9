"""Who may write to the workspace, users, logins, and the audit log."""
