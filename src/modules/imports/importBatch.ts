import { defineEntity } from '../../core/entity.ts'
import { integer, optional, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'

export const importFlow = defineWorkflow({
  states: { checked: '待导入', importing: '导入中', done: '已导入', undone: '已撤销', discarded: '已放弃' },
  initial: 'checked',
  moves: {
    start: { from: ['checked'], to: 'importing', label: '导入' },
    discard: { from: ['checked'], to: 'discarded', label: '放弃' },
    finish: { from: ['importing'], to: 'done', label: '导入完成' },
    giveBack: { from: ['importing'], to: 'checked', label: '导入未成' },
    undo: { from: ['done'], to: 'undone', label: '撤销导入' },
  },
})

/** One sheet that was handed in: what was found in it, and what became of it. */
export const ImportBatch = defineEntity(
  'import_batch',
  '导入批次',
  { privacy: 'open', flow: { flow: importFlow, field: 'state' } },
  {
    kind: text('表格', { max: 40 }),
    fileName: text('文件', { max: 150 }),
    rows: integer('行数', { unit: '行' }),
    good: integer('可导入', { unit: '行' }),
    known: integer('已在册', { unit: '行' }),
    problems: integer('问题', { unit: '处' }),
    state: stateOf('状态', importFlow),
    written: integer('写入', { unit: '行' }),
    job: optional(text('任务', { max: 36, pattern: '^[0-9a-f-]{36}$' })),
  },
)
