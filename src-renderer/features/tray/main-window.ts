/**
 * The name of Rota's main window. A link with this target opens it: the app catches it and shows its own window at
 * that address, a browser opens or reuses a tab.
 */
export const MAIN_WINDOW = 'rota-main';
