import { choice, flag, integer, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { number, parties, periods, words } from './words.ts'

/** What a pack says of money: sources, budget, payments, agreements, the application form. */
export const moneyKinds = {
  fundSource: {
    label: '资金来源',
    value: text('名称'),
    fields: {
      source: choice('类别', {
        lottery: '福彩（彩票）公益金',
        fiscal: '财政预算',
        relief: '社会救助经费',
        pilot: '试点资金',
        provincial: '部省级资金',
        local: '地方配套',
        social: '社会募集',
        charity: '慈善资金',
        departments: '部门购买服务资金',
        street: '街道自筹',
        civil: '民政业务资金',
      }),
      first: optional(flag('优先使用')),
    },
  },
  budgetItem: {
    label: '预算科目',
    value: text('名称'),
    fields: {
      group: choice('大类', { people: '人员', services: '服务', execution: '执行', venue: '场所', sources: '来源' }),
      parent: optional(text('上级科目')),
      formula: optional(text('计算式')),
    },
  },
  budgetRule: {
    label: '预算规则',
    value: number('比例', '%'),
    fields: { items: words('科目'), bound: choice('口径', { atMost: '不超过', about: '约在以内' }) },
  },
  prohibited: { label: '禁止支出', value: text('事项'), fields: {} },
  fundRule: {
    label: '资金标准',
    value: number('标准'),
    fields: {
      bound: choice('口径', { atLeast: '不低于', atMost: '不超过', exactly: '按' }),
      per: choice('每', { station: '每站', jurisdiction: '本辖区' }),
      of: choice('基数', {
        fen: '金额',
        reliefThisYear: '当年困难群众救助支出',
        reliefLastYear: '上年度困难群众救助支出',
        reliefSubsidy: '困难群众救助补助资金',
      }),
      period: choice('周期', periods),
      force: choice('效力', { shall: '应', may: '可' }),
      uses: optional(words('用途')),
    },
  },
  matching: {
    label: '分级配套',
    value: number('金额', '元'),
    fields: {
      party: choice('层级', parties),
      share: integer('份数', { min: 1 }),
      per: choice('每', { station: '每站' }),
    },
  },
  payment: {
    label: '拨付节点',
    value: number('比例', '%'),
    fields: {
      order: integer('次序', { min: 1 }),
      after: choice('条件', { signed: '合同签订后', midTerm: '中期评估后', final: '末期评估通过后' }),
      evidence: text('凭据'),
    },
  },
  term: {
    label: '期限',
    value: integer('期限', { unit: '年' }),
    fields: { renew: optional(choice('续签', periods)), dependsOn: optional(text('续签依据')) },
  },
  allowedUse: { label: '资金用途', value: text('用途'), fields: { source: text('来源') } },
  exclusion: { label: '不得购买', value: text('事项'), fields: {} },
  department: { label: '购买部门', value: text('部门'), fields: {} },
  gate: {
    label: '准入条件',
    value: text('条件'),
    fields: {
      of: choice('环节', {
        agreement: '签订协议',
        operator: '承接主体资格',
        subsidy: '补助',
        payment: '拨付',
        renewal: '续签',
      }),
      veto: optional(flag('一票否决')),
    },
  },
  filing: {
    label: '备案事项',
    value: text('事项'),
    fields: { by: choice('报送', parties), with: choice('备案', parties) },
  },
  formItem: {
    label: '申报书栏目',
    value: text('栏目'),
    fields: {
      form: choice('表格', { application: '项目申报书' }),
      section: choice('部分', {
        applicant: '申报单位',
        account: '账户',
        contact: '联系人',
        budget: '预算',
        content: '内容',
        clients: '服务对象',
        opinion: '意见',
      }),
      order: integer('次序', { min: 1 }),
      type: choice('类型', {
        text: '文字',
        longText: '长文字',
        number: '数字',
        date: '日期',
        table: '表格',
        person: '人员',
        signature: '签章',
      }),
      limit: optional(integer('最多')),
      covers: optional(words('须写明')),
      text: optional(text('固定文字', { max: 300 })),
    },
  },
} as const satisfies Record<string, LineKind>
