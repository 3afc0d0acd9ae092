const { writeSync } = require('node:fs');

// Loaded before the program under measurement, and as a script, so that the program starts as it does by itself: tells its parent, on file descriptor 3, the most memory it ever held.
process.on('exit', () => void writeSync(3, String(process.resourceUsage().maxRSS * 1024)));
