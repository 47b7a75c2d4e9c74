"""All that runs in the page: JavaScript, a folder for each lab, and styles beside it."""
