import { Descriptions, Drawer, Typography } from 'antd'
import { To } from '../../ui/To.tsx'
import { Evidence } from './Evidence.tsx'
import { type Finding, Mend, ResultTag, sayValue } from './findingColumns.tsx'

/** A finding opened: how it came out, up to its clause, and down to the list behind it. */
export function FindingDrawer({
  finding,
  on,
  onClose,
}: {
  finding: Finding | undefined
  on: string | undefined
  onClose: () => void
}) {
  return (
    <Drawer open={finding !== undefined} onClose={onClose} size={620} title={finding?.label} destroyOnHidden>
      {finding && <Opened finding={finding} on={on} />}
    </Drawer>
  )
}

function Opened({ finding, on }: { finding: Finding; on: string | undefined }) {
  const { station, place, policy, rule, required, gap, fix, clause, result } = finding
  const items = [
    { label: '结论', shown: <ResultTag finding={finding} /> },
    { label: '标准', shown: required },
    { label: '实际', shown: sayValue(finding) },
    { label: '差距', shown: gap },
    { label: '怎样达到', shown: fix === null ? null : <Mend finding={finding} /> },
    { label: '时限', shown: finding.dueOn },
    {
      label: '依据',
      shown: (
        <To path="/policy" search={{ code: policy, line: rule }}>
          {clause}
        </To>
      ),
    },
  ].filter(({ shown }) => shown !== null)
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        style={{ marginBottom: 16 }}
        items={items.map(({ label, shown }) => ({ key: label, label, children: shown }))}
      />
      {result === 'notMeasurable' ? (
        <Typography.Text type="secondary">{finding.why}，因此没有清单</Typography.Text>
      ) : (
        <Evidence {...(station ? { station } : { place })} rule={rule} on={on} />
      )}
    </>
  )
}
