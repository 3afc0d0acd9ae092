/** What the views know of something that is read from the vault: not yet, or as it was last read. */
export type Loaded<T> = { readonly state: 'loading' } | { readonly state: 'ready'; readonly value: T } | { readonly state: 'failed'; readonly message: string };
