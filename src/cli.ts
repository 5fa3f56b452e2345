import { runCommand } from './cli/run-command.js';
import { processTerminal } from './cli/terminal.js';
import { readEnvironment } from './config/environment.js';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: readEnvironment(process.cwd()),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  terminal: processTerminal,
});
