// A process that is sent the pictures in a folder, one after the other, and says how much memory that took at most:
// `decoder-memory.ts WARM_UP FILE…` prints megabytes.
import { readFileSync } from 'node:fs';
import { PictureProcessor } from '../../src/avatars/picture-processor.js';
import { silentLogger } from '../../src/kernel/logger.js';

const [warmUp = '', ...hostile] = process.argv.slice(2);
const processor = new PictureProcessor(silentLogger);
const peak = () => process.resourceUsage().maxRSS / 1_024;

for (let times = 0; times < 3; times += 1) await processor.process(readFileSync(warmUp));
const before = peak();
let longestPause = 0;
let last = performance.now();
const watch = setInterval(() => {
  longestPause = Math.max(longestPause, performance.now() - last - 5);
  last = performance.now();
}, 5);
const problems = [];
for (const file of hostile) {
  const processed = await processor.process(readFileSync(file));
  problems.push(processed.ok ? 'ok' : processed.problem);
}
clearInterval(watch);
console.log(JSON.stringify({ grown: Math.round(peak() - before), longestPause: Math.round(longestPause), problems }));
