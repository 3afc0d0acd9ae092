const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;

/** Whether a link's target is no file of the vault: it starts with a scheme, or names a host. */
export const leadsOut = (target: string): boolean => SCHEME.test(target) || target.startsWith('//');
