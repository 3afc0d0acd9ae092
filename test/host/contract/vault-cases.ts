import { eventsOf, fileAt, messageOf, same, type Case } from './world.js';

export const VAULT_CASES: readonly Case[] = [
	{
		name: 'create answers the file, which knows its place and size',
		async run({ app: { vault }, obsidian, folder }) {
			const file = await vault.create(`${folder}/A note.md`, 'häß\n');
			same([file.path, file.name, file.basename, file.extension], [`${folder}/A note.md`, 'A note.md', 'A note', 'md']);
			same([file.stat.size, file.parent?.path, file instanceof obsidian.TFile], [6, folder, true]);
			same(vault.getFileByPath(file.path) === file && vault.getAbstractFileByPath(folder) instanceof obsidian.TFolder, true);
			same(vault.getFileByPath(folder), null, 'a folder asked for as a file');
		},
	},
	{
		name: 'create on an existing path throws and leaves the file',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/a.md`, 'first');
			same(await messageOf(() => vault.create(file.path, 'second')), 'File already exists.');
			same(await vault.read(file), 'first');
		},
	},
	{
		name: 'create in a missing folder throws',
		async run({ app: { vault }, folder }) {
			same((await messageOf(() => vault.create(`${folder}/missing/a.md`, ''))).startsWith('ENOENT'), true);
			same(vault.getAbstractFileByPath(`${folder}/missing`), null);
		},
	},
	{
		name: 'createFolder makes the folders above it, and throws where it is',
		async run({ app: { vault }, folder }) {
			const made = await vault.createFolder(`${folder}/x/y`);
			same([made.path, vault.getFolderByPath(`${folder}/x`)?.children.length], [`${folder}/x/y`, 1]);
			same(await messageOf(() => vault.createFolder(`${folder}/x`)), 'Folder already exists.');
		},
	},
	{
		name: 'process is done in turn: a hundred at once lose nothing',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/count.md`, '0');
			const answers = await Promise.all(Array.from({ length: 100 }, () => vault.process(file, (text) => String(Number(text) + 1))));
			same(await vault.read(file), '100');
			same(answers.at(-1), '100', 'what the last one answered');
		},
	},
	{
		name: 'process whose callback throws writes nothing, and the next one works',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/a.md`, 'as it was');
			const failing = messageOf(() => vault.process(file, () => {
				throw new Error('Not now.');
			}));
			const next = vault.process(file, (text) => `${text}!`);
			same([await failing, await next], ['Not now.', 'as it was!']);
		},
	},
	{
		name: 'cachedRead is as new as the file',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/a.md`, 'one');
			same(await vault.cachedRead(file), 'one');
			await vault.modify(file, 'two');
			same([await vault.cachedRead(file), file.stat.size], ['two', 3]);
			await vault.append(file, '+');
			same([await vault.cachedRead(file), await vault.read(file)], ['two+', 'two+']);
		},
	},
	{
		name: 'rename onto a taken path throws and moves nothing',
		async run(world) {
			const { app: { vault }, folder } = world;
			const [a] = await Promise.all([vault.create(`${folder}/a.md`, 'a'), vault.create(`${folder}/b.md`, 'b')]);
			same(await messageOf(() => vault.rename(a, `${folder}/b.md`)), 'Destination file already exists!');
			same([a.path, await vault.read(fileAt(world, `${folder}/b.md`))], [`${folder}/a.md`, 'b']);
		},
	},
	{
		name: 'a moved file stays the same object, with a new path and parent',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/a.md`, 'a');
			await vault.createFolder(`${folder}/sub`);
			await vault.rename(file, `${folder}/sub/b.md`);
			same([file.path, file.basename, file.parent?.path, vault.getFileByPath(`${folder}/a.md`)], [`${folder}/sub/b.md`, 'b', `${folder}/sub`, null]);
			same(vault.getFileByPath(`${folder}/sub/b.md`) === file, true);
		},
	},
	{
		name: 'trash moves a file into .trash, out of the vault but not off the disk',
		async run({ app: { vault }, folder }) {
			const file = await vault.create(`${folder}/gone of ${folder}.md`, 'text');
			await vault.trash(file, false);
			same([vault.getFileByPath(file.path), await vault.adapter.read(`.trash/${file.name}`)], [null, 'text']);
			await vault.adapter.remove(`.trash/${file.name}`);
		},
	},
	{
		name: 'a hidden file is the adapter\'s alone',
		async run({ app: { vault }, folder }) {
			await vault.adapter.mkdir(`${folder}/.hidden`);
			await vault.adapter.write(`${folder}/.hidden/a.md`, 'a');
			same([vault.getAbstractFileByPath(`${folder}/.hidden`), vault.getFiles().some(({ path }) => path.includes('/.hidden/'))], [null, false]);
			same([await vault.adapter.read(`${folder}/.hidden/a.md`), await vault.adapter.list(`${folder}/.hidden`)], ['a', { files: [`${folder}/.hidden/a.md`], folders: [] }]);
		},
	},
	{
		name: 'each change is told once, in order',
		async run(world) {
			const { app: { vault }, folder } = world;
			const told = await eventsOf(world, async () => {
				const file = await vault.create(`${folder}/a.md`, '');
				await vault.modify(file, 'one');
				await vault.process(file, (text) => `${text} two`);
				await vault.rename(file, `${folder}/b.md`);
				await vault.delete(file);
			});
			same(told, ['create a.md', 'modify a.md', 'modify a.md', 'rename a.md to b.md', 'delete b.md']);
		},
	},
	{
		name: 'a folder that moves takes its files along, and each is told of',
		async run(world) {
			const { app: { vault }, folder } = world;
			const made = await vault.createFolder(`${folder}/old/deep`);
			await vault.create(`${made.path}/a.md`, 'a');
			const old = vault.getFolderByPath(`${folder}/old`);
			const told = await eventsOf(world, async () => old !== null && vault.rename(old, `${folder}/new`));
			same([...told].sort(), ['rename old to new', 'rename old/deep to new/deep', 'rename old/deep/a.md to new/deep/a.md']);
			same(await vault.read(fileAt(world, `${folder}/new/deep/a.md`)), 'a');
		},
	},
	{
		name: 'what is asked of a path that is not there throws, and only exists and stat answer',
		async run({ app: { vault: { adapter } }, folder }) {
			same([await adapter.exists(`${folder}/no.md`), await adapter.stat(`${folder}/no.md`)], [false, null]);
			for (const work of [() => adapter.read(`${folder}/no.md`), () => adapter.remove(`${folder}/no.md`), () => adapter.list(`${folder}/no`), () => adapter.rmdir(`${folder}/no`, false)]) {
				same((await messageOf(work)).startsWith('ENOENT'), true, String(work));
			}
			await adapter.mkdir(`${folder}/full/inner`);
			same((await messageOf(() => adapter.rmdir(`${folder}/full`, false))).startsWith('ENOTEMPTY'), true);
		},
	},
];
