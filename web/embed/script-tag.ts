/** The tag that loaded this file; undefined where it was loaded as a module. It is known only while the file runs first. */
export const scriptTag =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;

/** The server that the file came from, which is called unless an element names another one. */
export const scriptOrigin = scriptTag?.src ? new URL(scriptTag.src).origin : undefined;
