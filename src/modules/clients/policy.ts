import { readsPolicy } from '../policy/index.ts'

readsPolicy('clientCategory', 'checked')
readsPolicy('freshness', (line) => (line.kind === 'freshness' && line.of !== 'ledger' ? 'shown' : 'notYet'))
