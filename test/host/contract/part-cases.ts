import { pause, same, type Case } from './world.js';

export const PART_CASES: readonly Case[] = [
	{
		name: 'normalizePath',
		async run({ obsidian: { normalizePath } }) {
			same(['/a//b/', 'a\\b', '', '/', 'a\u00a0b', 'e\u0301'].map(normalizePath), ['a/b', 'a/b', '/', '/', 'a b', '\u00e9']);
		},
	},
	{
		name: 'parseLinktext and getLinkpath',
		async run({ obsidian: { parseLinktext, getLinkpath } }) {
			same(['Note#Head#Sub', '#Head', 'a/Note'].map(parseLinktext), [{ path: 'Note', subpath: '#Head#Sub' }, { path: '', subpath: '#Head' }, { path: 'a/Note', subpath: '' }]);
			same(getLinkpath('Note#^block'), 'Note');
		},
	},
	{
		name: 'getFrontMatterInfo',
		async run({ obsidian: { getFrontMatterInfo } }) {
			const text = '---\na: 1\n---\nText';
			const { exists, frontmatter, contentStart } = getFrontMatterInfo(text);
			same([exists, frontmatter.trim(), text.slice(contentStart)], [true, 'a: 1', 'Text']);
			same([getFrontMatterInfo('Text\n---\n').exists, getFrontMatterInfo('---\nno end\n').exists], [false, false]);
		},
	},
	{
		name: 'debounce calls once, with the last arguments; run calls at once, cancel never',
		async run({ obsidian: { debounce } }) {
			const calls: number[] = [];
			const debounced = debounce((value: number) => calls.push(value), 20, true);
			debounced(1);
			debounced(2);
			await pause(80);
			debounced(3);
			debounced.run();
			debounced(4);
			debounced.cancel();
			await pause(80);
			same(calls, [2, 3]);
		},
	},
	{
		name: 'a component unloads its children, then what it registered, last first, then itself',
		async run({ obsidian: { Component } }) {
			const told: string[] = [];
			class Told extends Component {
				constructor(private readonly name: string) {
					super();
				}
				override onload(): void {
					told.push(`load ${this.name}`);
				}
				override onunload(): void {
					told.push(`unload ${this.name}`);
				}
			}
			const parent = new Told('parent');
			parent.addChild(new Told('first'));
			parent.load();
			parent.addChild(new Told('second'));
			parent.register(() => told.push('registered first'));
			parent.register(() => told.push('registered second'));
			parent.unload();
			parent.unload();
			same(told, ['load parent', 'load first', 'load second', 'unload second', 'unload first', 'registered second', 'registered first', 'unload parent']);
		},
	},
];
