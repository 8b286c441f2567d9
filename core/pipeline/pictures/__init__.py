"""Pictures that posts name, from their files to the tables of a build."""
