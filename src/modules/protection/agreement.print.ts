import { find, findReachable } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { Client } from '../clients/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { box } from '../papers/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, type Line, linesOf, readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { GuardianshipAgreement } from './agreement.ts'

const signedShare = 'protection.agreementSignedShare'

/** The paper parents and the entrusted guardian sign; what is known is filled in, the rest is left to be written. */
export const agreementPaper = definePaper({
  name: 'guardianship',
  label: '委托监护责任确认书',
  grant: 'client.read',
  of: 'guardianship_agreement',
  async build({ tx, reach, input }) {
    const agreement = await findReachable(tx, GuardianshipAgreement, reach, input.id)
    const [child, station] = await Promise.all([
      find(tx, Client, agreement.client),
      find(tx, Station, agreement.station!),
    ])
    const policy = station && (await policyAt(tx, station.place, tx.today))
    const rule = policy && linesOf(policy, 'rule').find(({ measure }) => measure === signedShare)
    const clauses = ['未成年人保护法 第二十二条', ...(policy && rule ? [cite(policy, rule)] : [])]
    return {
      title: '农村留守儿童委托监护责任确认书',
      subtitle: station?.name ?? '',
      fileName: `委托监护责任确认书 ${child?.name ?? ''}`,
      blocks: [
        {
          kind: 'form',
          caption: '儿童',
          rows: [[box('姓名', child?.name), box('出生日期', child?.bornOn)]],
        },
        {
          kind: 'form',
          caption: '委托人（父母）与受委托人',
          rows: [
            [box('委托人', agreement.parents), box('外出地点与工作', agreement.awayWhere)],
            [box('受委托人', agreement.entrusted), box('与儿童关系', agreement.relation)],
          ],
        },
        { kind: 'heading', text: '双方确认' },
        {
          kind: 'paragraph',
          text: '委托人外出期间，由受委托人照看儿童的生活、上学、就医与安全；委托人仍负监护责任，定期联系、见面，并承担抚养费用。儿童遇到危险或侵害时，受委托人立即报警并告知委托人和社工站。',
        },
        { kind: 'heading', text: '另行约定' },
        { kind: 'paragraph', text: agreement.promises ?? '无。' },
        {
          kind: 'signature',
          lines: [
            '委托人签字：　　　　　　',
            '受委托人签字：　　　　　　',
            '见证单位（盖章）：　　　　　　',
            agreement.signedOn ? writtenDay(agreement.signedOn) : '　　　　年　　月　　日',
          ],
        },
      ],
      footnote: `有效期至 ${agreement.validUntil ?? '　　　　　　'}。依据：${clauses.join('；')}。`,
    }
  },
})

readsPolicy('rule', (line) => ((line as Line<'rule'>).measure === signedShare ? 'printed' : 'notYet'))
