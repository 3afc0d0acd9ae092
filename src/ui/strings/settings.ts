/** What the settings say. */
export const SETTINGS = {
	groups: { folders: 'Folders', compile: 'Compiling', pages: 'Pages', models: 'Models' },
	rows: {
		rawFolder: { placeholder: 'raw', name: 'Raw notes', desc: 'Notes in this folder are compiled. They are never changed.' },
		wikiFolder: { placeholder: 'wiki', name: 'Wiki', desc: 'Pages are written here. Pages that are there already stay where they are when you choose another folder.' },
		outputFolder: { placeholder: 'output', name: 'Drafts', desc: 'Drafts that you ask for are written here.' },
		commitPassed: { name: 'Commit passed edits without asking', desc: 'An edit that no rule objects to is written at once. Everything else waits for you. You can undo a whole run.' },
		askAboveSources: { name: 'Ask above so many notes', desc: 'A compile that would read more notes than this shows an estimate first.' },
		askAboveDollars: { name: 'Ask above so many dollars', desc: 'A compile that may cost more than this, or for which nobody knows the price, shows an estimate first. The offline worker costs nothing.' },
		removedSources: { name: 'Notes that may vanish at once', desc: 'When more are gone than this, and more than one in twenty, a compile stops and asks: a vault that is only half synced looks the same.' },
		languages: { placeholder: 'en, de', name: 'Languages of your notes', desc: 'Codes such as en, de or zh, if you want short notes not to be taken for another language. Empty to have each note looked at. Holds for notes that are read from then on.' },
		minMentions: { name: 'Mentions before a page', desc: 'How often a name must occur before it gets a page, unless a note defines it.' },
		claimsPerPage: { name: 'Claims on a page', desc: 'At most so many, beside the lead and disagreements.' },
		sourcesPerPage: { name: 'Sources of a page', desc: 'A page draws on so many sources at most; those that say most come first.' },
		linksPerSection: { name: 'Links in a section', desc: 'Related pages and backlinks show so many at most.' },
		transcriptDays: { name: 'Days to keep transcripts', desc: 'Older ones become one line each, with hashes and costs. 0 keeps them all.' },
	},
} as const;
