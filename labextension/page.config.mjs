import { defineConfig } from 'vite';

/** The player with all that it needs, as one script and one style for an HTML file. */
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  esbuild: { legalComments: 'inline' },
  build: {
    outDir: '../assemble_trace/replay/page/static',
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: 'src/page/main.tsx',
      name: 'AssembleTrace',
      formats: ['iife'],
      fileName: () => 'player.js',
      cssFileName: 'player'
    }
  }
});
