import { defineEntity } from '../../core/entity.ts'
import { date, optional, text } from '../../core/field.ts'

/** Whom to call in a county beside the numbers of the whole country. */
export const EmergencyNumber = defineEntity(
  'emergency_number',
  '求助电话',
  { privacy: 'open' },
  {
    name: text('单位', { max: 40 }),
    phone: text('电话', { max: 20, pattern: '^[0-9-]{3,20}$', help: '3–20 位数字，可含横线' }),
    whenToCall: optional(text('什么时候打', { max: 80 })),
    endedOn: optional(date('停用日期')),
  },
)

/** Numbers of the whole country; they stand on the page itself, so that they are there without network too. */
export const nationalNumbers = [
  { name: '公安报警', phone: '110', whenToCall: '正在受到侵害、有人身危险、走失' },
  { name: '医疗急救', phone: '120', whenToCall: '受伤、中毒、昏迷' },
  { name: '火警与救援', phone: '119', whenToCall: '火灾、被困' },
  { name: '青少年服务', phone: '12355', whenToCall: '青少年心理与权益求助' },
  { name: '妇女维权', phone: '12338', whenToCall: '家庭暴力、妇女儿童权益' },
  { name: '法律援助', phone: '12348', whenToCall: '法律咨询与援助' },
  { name: '政务服务便民热线', phone: '12345', whenToCall: '民政、未成年人保护等求助' },
] as const
