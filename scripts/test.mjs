import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { needChromium } from './chromium.mjs';
import { build, install, ROOT } from './set-up.mjs';

install();
needChromium();
build();
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
