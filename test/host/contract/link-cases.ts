import { fileAt, same, until, type Case, type World } from './world.js';

/** Writes notes and waits until the cache has read them. */
async function write({ app: { vault, metadataCache }, folder }: World, notes: Readonly<Record<string, string>>): Promise<void> {
	for (const [path, text] of Object.entries(notes)) {
		const parent = `${folder}/${path}`.split('/').slice(0, -1).join('/');
		if (vault.getFolderByPath(parent) === null) await vault.createFolder(parent);
		await vault.create(`${folder}/${path}`, text);
	}
	await until(() => Object.keys(notes).every((path) => metadataCache.resolvedLinks[`${folder}/${path}`] !== undefined), 'the cache had read every note');
}

export const LINK_CASES: readonly Case[] = [
	{
		name: 'the cache has the headings, links, tags and properties of a note, with their places',
		async run(world) {
			const text = '---\naliases: [One]\nup: "[[Top]]"\n---\n# Head\n\nSee [[Other#Part|that]], `[[not this]]` and ![[pic.png]]. #a/tag\n\n```\n# no heading, [[no link]]\n```\n';
			await write(world, { 'a.md': text });
			const cache = world.app.metadataCache.getFileCache(fileAt(world, `${world.folder}/a.md`));
			same(cache?.headings?.map(({ heading, level, position }) => [heading, level, position.start.line]), [['Head', 1, 4]]);
			same(cache?.links?.map(({ link, original, displayText, position }) => [link, original, displayText, text.slice(position.start.offset, position.end.offset)]), [['Other#Part', '[[Other#Part|that]]', 'that', '[[Other#Part|that]]']]);
			same([cache?.embeds?.map(({ link }) => link), cache?.tags?.map(({ tag }) => tag)], [['pic.png'], ['#a/tag']]);
			same([cache?.frontmatter?.['aliases'], cache?.frontmatterLinks?.map(({ key, link }) => [key, link])], [['One'], [['up', 'Top']]]);
		},
	},
	{
		name: 'resolvedLinks and unresolvedLinks count, and follow what comes and goes',
		async run(world) {
			const { app: { vault, metadataCache: cache }, folder } = world;
			const name = `target of ${folder}`;
			await write(world, { 'a.md': `[[${name}]] [[${name}|again]]` });
			same([cache.resolvedLinks[`${folder}/a.md`], cache.unresolvedLinks[`${folder}/a.md`]], [{}, { [name]: 2 }]);
			const target = await vault.create(`${folder}/${name}.md`, '');
			await until(() => cache.resolvedLinks[`${folder}/a.md`]?.[target.path] === 2, 'the links led to the new note');
			same(cache.unresolvedLinks[`${folder}/a.md`], {});
			await vault.delete(target);
			await until(() => cache.unresolvedLinks[`${folder}/a.md`]?.[name] === 2, 'the links led nowhere again');
		},
	},
	{
		name: 'after a change come changed, resolve and resolved, in that order',
		async run(world) {
			const { app: { vault, metadataCache: cache }, folder } = world;
			await write(world, { 'a.md': 'one' });
			const file = fileAt(world, `${folder}/a.md`);
			const told: string[] = [];
			const refs = [
				cache.on('changed', (changed, data) => changed === file && told.push(`changed ${data}`)),
				cache.on('resolve', (resolved) => resolved === file && told.push('resolve')),
				cache.on('resolved', () => told.push('resolved')),
			];
			await vault.modify(file, 'two');
			await until(() => told.includes('resolved'), 'everything was resolved');
			for (const ref of refs) cache.offref(ref);
			same(told.filter((name, index) => told.indexOf(name) === index), ['changed two', 'resolve', 'resolved']);
		},
	},
	{
		name: 'a link finds a note by its name, its path or a part of it, whatever the case; the nearer of two wins',
		async run(world) {
			const { app: { metadataCache: cache }, folder } = world;
			const twin = `twin of ${folder}`;
			await write(world, { [`x/${twin}.md`]: '', [`y/deep/${twin}.md`]: '', 'x/from.md': '', 'y/deep/from.md': '' });
			const from = (link: string, source: string): string | null => cache.getFirstLinkpathDest(link, `${folder}/${source}`)?.path.slice(folder.length + 1) ?? null;
			same(from(`${folder}/x/${twin}`, 'y/deep/from.md'), `x/${twin}.md`);
			same(from(`deep/${twin.toUpperCase()}`, 'x/from.md'), `y/deep/${twin}.md`);
			same([from(twin, 'x/from.md'), from(twin, 'y/deep/from.md')], [`x/${twin}.md`, `y/deep/${twin}.md`]);
			same([from('', 'x/from.md'), from(`../../x/${twin}`, 'y/deep/from.md'), from(`no ${twin}`, 'x/from.md')], ['x/from.md', `x/${twin}.md`, null]);
		},
	},
	{
		name: 'renameFile rewrites the links, keeps alias and heading, and leaves code alone',
		async run(world) {
			const { app: { vault, fileManager }, folder } = world;
			const [before, after] = [`before of ${folder}`, `after of ${folder}`];
			await write(world, { [`${before}.md`]: '# Part', 'a.md': `---\nup: "[[${before}]]"\n---\n[[${before}]] [[${before}#Part|shown]] \`[[${before}]]\`\n` });
			await fileManager.renameFile(fileAt(world, `${folder}/${before}.md`), `${folder}/${after}.md`);
			const a = fileAt(world, `${folder}/a.md`);
			const wanted = `---\nup: "[[${after}]]"\n---\n[[${after}]] [[${after}#Part|shown]] \`[[${before}]]\`\n`;
			same(await vault.read(a), wanted);
		},
	},
	{
		name: 'moving a note whose name stays the only one leaves links by that name as they are',
		async run(world) {
			const { app: { vault, fileManager }, folder } = world;
			const name = `only of ${folder}`;
			await write(world, { [`${name}.md`]: '', 'a.md': `[[${name}]]`, 'sub/b.md': '' });
			await fileManager.renameFile(fileAt(world, `${folder}/${name}.md`), `${folder}/sub/${name}.md`);
			same(await vault.read(fileAt(world, `${folder}/a.md`)), `[[${name}]]`);
		},
	},
	{
		name: 'generateMarkdownLink writes the name where it is the only one, else the path',
		async run(world) {
			const { app: { fileManager }, folder } = world;
			const [one, two] = [`one of ${folder}`, `two of ${folder}`];
			await write(world, { [`${one}.md`]: '', [`${two}.md`]: '', [`sub/${two}.md`]: '' });
			const link = (name: string, ...more: string[]): string => fileManager.generateMarkdownLink(fileAt(world, `${folder}/${name}.md`), `${folder}/x.md`, ...more);
			same([link(one), link(one, '#Part', 'shown'), link(`sub/${two}`)], [`[[${one}]]`, `[[${one}#Part|shown]]`, `[[${folder}/sub/${two}]]`]);
		},
	},
	{
		name: 'processFrontMatter changes the properties and nothing of the text',
		async run(world) {
			const { app: { vault, fileManager }, folder } = world;
			const file = await vault.create(`${folder}/a.md`, '---\na: 1\n---\n# Text\n\n---\n');
			await fileManager.processFrontMatter(file, (properties: Record<string, unknown>) => {
				properties['b'] = ['x'];
				delete properties['a'];
			});
			same(await vault.read(file), '---\nb:\n  - x\n---\n# Text\n\n---\n');
		},
	},
];
