"""What views of accounts say in words: topics of texts, objects in pictures."""
