/** The import rules of the house (house.md, "The layout"). */
module.exports = {
  forbidden: [
    {
      name: 'core-knows-no-module',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(modules|app|ui)/' },
    },
    { name: 'ui-knows-no-module', severity: 'error', from: { path: '^src/ui/' }, to: { path: '^src/(modules|app)/' } },
    {
      name: 'modules-meet-through-their-index',
      comment: 'another module is entered by index.ts, index.server.ts or index.screens.tsx only',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: {
        path: '^src/modules/([^/]+)/',
        pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index(\\.server|\\.screens)?\\.tsx?$'],
      },
    },
    {
      name: 'app-assembles-modules',
      severity: 'error',
      from: { path: '^src/app/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/modules/[^/]+/',
        pathNot: '^src/modules/[^/]+/(index(\\.server|\\.screens)?|[^/]+\\.screens)\\.tsx?$',
      },
    },
    {
      name: 'modules-know-no-app',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/app/' },
    },
    {
      name: 'nothing-of-the-server-in-the-browser',
      comment: 'types may be imported, values not',
      severity: 'error',
      from: { path: '^src/(ui/|app/console/|modules/.*(\\.screens\\.tsx|/[A-Z][A-Za-z]*\\.tsx)$)' },
      to: { path: '\\.server\\.ts$', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
}
