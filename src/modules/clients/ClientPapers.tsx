import { Button, Checkbox, Flex, Modal } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { Answer, Nothing } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { PrintButton } from '../papers/index.screens.tsx'

const api = client<typeof import('./papers.server.ts')>('clients')

/** Every form of a client that this person may print; those chosen are printed at once. */
export function ClientPapers({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const found = useAnswer(api.papersOfClient, { id })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const keyOf = (one: { kind: string; id: string }) => `${one.kind}|${one.id}`
  return (
    <Modal title={`打印表格 · ${name}`} open footer={null} onCancel={onClose}>
      <Answer of={found}>
        {(papers) =>
          papers.length === 0 ? (
            <Nothing says="还没有可以打印的表格" />
          ) : (
            <Flex vertical gap={8}>
              <Flex gap={8} wrap>
                <PrintButton
                  papers={papers
                    .filter((one) => chosen.includes(keyOf(one)))
                    .map((one) => ({ kind: one.kind, id: one.id }))}
                  title={`${name} 表格`}
                />
                <Button onClick={() => setChosen(chosen.length === papers.length ? [] : papers.map(keyOf))}>
                  {chosen.length === papers.length ? '全不选' : '全选'}
                </Button>
              </Flex>
              <Checkbox.Group
                value={[...chosen]}
                onChange={(next) => setChosen(next)}
                style={{ display: 'flex', flexDirection: 'column', gap: 6, maxHeight: 420, overflowY: 'auto' }}
                options={papers.map((one) => ({ value: keyOf(one), label: `${one.label}（${one.madeOn}）` }))}
              />
            </Flex>
          )
        }
      </Answer>
    </Modal>
  )
}
