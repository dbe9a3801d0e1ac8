/** Written in by build.mjs: the version of the manifest, and popup/icons/icon.svg as a data: URI. */
declare const __VERSION__: string;
declare const __ICON__: `data:${string}`;
