import { defineEntity } from '../../core/entity.ts'
import { choice, flag, instant, integer, link, optional, secret, text } from '../../core/field.ts'

export const deviceStates = { active: '使用中', revoked: '已停用' } as const

/** A phone that carries a worker's clients. What it holds is sealed there; here stands only that it exists and how it does. */
export const Device = defineEntity(
  'device',
  '走访设备',
  { privacy: 'open' },
  {
    account: link('账号', 'account'),
    label: text('设备', { max: 60 }),
    appVersion: text('程序版本', { max: 20 }),
    lastSyncAt: optional(instant('上次同步')),
    unsent: integer('未同步', { unit: '条' }),
    oldestUnsentAt: optional(instant('最早未同步')),
    persistent: flag('长期保存', { help: '浏览器是否答应不清理本机数据' }),
    state: choice('状态', deviceStates),
    revokedReason: optional(text('停用原因', { max: 200 })),
  },
)

export const handoverStates = { open: '待处理', applied: '已代为办理', dismissed: '已注明不办' } as const

/**
 * What somebody typed in the field and may no longer enter themselves: it stands here for the station's head, whole, under
 * the command id it was typed with, so that it can neither be lost nor entered twice (lessons.md L4).
 */
export const Handover = defineEntity(
  'handover',
  '离线填写',
  { privacy: 'sensitive' },
  {
    account: link('填写账号', 'account'),
    writerName: text('填写人', { max: 40 }),
    call: text('办理事项', { max: 80 }),
    command: text('命令编号', { max: 36 }),
    content: secret('内容', { max: 60_000 }),
    typedAt: instant('填写时间'),
    why: text('未能保存的原因', { max: 300 }),
    state: choice('状态', handoverStates),
    settledBy: optional(text('处理人', { max: 40 })),
    note: optional(text('处理说明', { max: 300 })),
  },
)
