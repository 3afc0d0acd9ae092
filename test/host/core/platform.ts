import type { Platform as PlatformFlags } from 'obsidian';

/** What the host plays: the desktop app on Linux, or the phone app on Android. Set once, before the plugin loads. */
export const Platform: { -readonly [K in keyof typeof PlatformFlags]: (typeof PlatformFlags)[K] } = {
	isDesktop: true,
	isMobile: false,
	isDesktopApp: true,
	isMobileApp: false,
	isIosApp: false,
	isAndroidApp: false,
	isPhone: false,
	isTablet: false,
	isMacOS: false,
	isWin: false,
	isLinux: true,
	isSafari: false,
	resourcePathPrefix: 'vault-file/',
};

export function playPhone(): void {
	Object.assign(Platform, { isDesktop: false, isDesktopApp: false, isMobile: true, isMobileApp: true, isAndroidApp: true, isPhone: true, isLinux: false });
}
