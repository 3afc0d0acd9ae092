import { relative } from 'node:path';
import process from 'node:process';
import { hostServer } from './host-server.mjs';
import { freshVault, seal } from './scratch-vault.mjs';
import { build, install, ROOT } from './set-up.mjs';

install();
build();
const startServer = await hostServer();

const [named] = process.argv.slice(2);
const vaultDir = named ?? freshVault(`${ROOT}examples/vault`, `${ROOT}demo`);
if (named === undefined) seal(vaultDir);

const port = Number(process.env.PORT ?? 0);
const { url, close } = await startServer({ vaultDir, pluginDir: ROOT, port });

process.stdout.write(
	[
		'',
		`The plugin runs at   ${url}?fresh`,
		`On a phone           ${url}?mobile`,
		`In the dark          ${url}?theme=dark`,
		'',
		`Its vault is ${relative(process.cwd(), vaultDir)}/. This is no Obsidian, but a stand-in for it: test/host/README.md says what it lacks.`,
		'Ctrl+C stops it.',
		'',
	].join('\n'),
);
process.on('SIGINT', () => void close().then(() => process.exit(0)));
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
