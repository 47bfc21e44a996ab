/** Imported before everything else: LiveKit's libraries read it when they are loaded, and log every packet otherwise. */
process.env['NODE_ENV'] ??= 'production';
