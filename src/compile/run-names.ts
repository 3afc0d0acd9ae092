const BOOKS = '.books';

/** The run under which the books of a run are kept, so that undo of the one leaves the other. */
export const booksOf = (run: string): string => `${run}${BOOKS}`;

/** True for the run under which the books of another run were kept. */
export const isBookkeeping = (run: string): boolean => run.endsWith(BOOKS);

/** True for a run that captured sources: it changed no page, and cannot be undone. */
export const isCapture = (run: string): boolean => run.includes('-capture-');

/** What kind of work the id of a run names. */
export const operationOf = (run: string): 'compile' | 'review' | 'undo' => (['review', 'undo'] as const).find((operation) => run.includes(`-${operation}-`)) ?? 'compile';
