import { useParams } from '@tanstack/react-router'
import { Card, Descriptions, Typography } from 'antd'
import { writtenDay } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { Answer, State, type Tone, useTitle } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { verdicts } from './plaque.ts'

const api = client<typeof import('./badge.server.ts')>('plaques')

const tones: Record<keyof typeof verdicts, Tone> = { inOffice: 'good', left: 'bad', coming: 'warn', voided: 'bad' }

/** What anyone who scans a badge sees, without a login. */
export function VerifyBadge() {
  const { code } = useParams({ strict: false }) as { code: string }
  const found = useAnswer(api.verifyBadge, { code })
  useTitle('工作证查验')
  return (
    <main className="entry">
      <Card className="entry-card">
        <Typography.Title level={1} className="page-title" style={{ marginBottom: 16 }}>
          工作证查验
        </Typography.Title>
        <Answer of={found}>
          {({ verdict, on, stationName, name, post }) => (
            <>
              <Typography.Paragraph style={{ margin: '16px 0' }}>
                <State tone={tones[verdict]}>{verdicts[verdict]}</State>
              </Typography.Paragraph>
              {name && (
                <Descriptions
                  column={1}
                  size="small"
                  items={[
                    { key: 'name', label: '姓名', children: name },
                    { key: 'post', label: '岗位', children: post },
                    { key: 'station', label: '社工站', children: stationName },
                  ]}
                />
              )}
              <Typography.Paragraph type="secondary" style={{ marginTop: 16, marginBottom: 0 }}>
                {verdict === 'inOffice'
                  ? `截至 ${writtenDay(on)}，此人在该站任职。`
                  : '如有人持此证上门，请致电社工站核实。'}
              </Typography.Paragraph>
            </>
          )}
        </Answer>
      </Card>
    </main>
  )
}
