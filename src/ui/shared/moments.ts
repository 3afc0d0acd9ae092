import { moment } from 'obsidian';

// The app's own way to write times is there already; the first that `Intl` writes takes longer than a picture.

/** The time of day as the app writes it. `at` is milliseconds since the epoch. */
export const clockTime = (at: number): string => moment.utc(at).local().format('LT');

/** Day and time as the app writes them, of milliseconds since the epoch or of a time in ISO 8601. */
export const dayAndTime = (at: number | string): string => moment.utc(at).local().format('lll');
