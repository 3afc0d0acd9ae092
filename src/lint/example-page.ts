/** The text of a page as code writes it, short enough for an example. */
export function examplePage(title: string, body: string, more: { readonly type?: string; readonly id?: string; readonly aliases?: readonly string[] } = {}): string {
	const { type = 'concept', id = `c-${title.toLowerCase().replace(/[^0-9a-z]/g, '')}`, aliases = [] } = more;
	const names = aliases.length === 0 ? '' : `aliases: [${aliases.join(', ')}]\n`;
	return `---\ntitle: ${title}\ntype: ${type}\n${names}created: 2026-11-22\nupdated: 2026-11-22\ncommonplace-id: ${id}\n---\n${body}\n`;
}

/** A wiki's catalogue whose index names these pages. */
export const exampleCatalogue = (...pages: readonly string[]): Readonly<Record<string, string>> => ({
	'wiki/index.md': `${pages.map((path) => `- [[${path.replace(/\.md$/, '')}]]`).join('\n')}\n`,
	'wiki/log.md': '## [2026-11-22] compile | 1 new\n',
	'wiki/Wiki.base': 'views: []\n',
	'wiki/Map.canvas': '{"nodes": [], "edges": []}\n',
});
