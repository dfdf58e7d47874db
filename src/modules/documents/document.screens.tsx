import { useParams } from '@tanstack/react-router'
import { Button, Drawer, Modal, Typography } from 'antd'
import { useState } from 'react'
import { date, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Block, Facts, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { RuleDocument, standingOn } from './document.ts'
import { DocumentForm } from './documentForm.screens.tsx'
import { type HomeOf, lineChoices, Standings } from './Holdings.tsx'

type Server = typeof import('./document.server.ts') & typeof import('./holdings.server.ts')
const api = client<Server>('documents')

/** A document: the edition that was opened, those before and after it, and what may be done with it. */
export function DocumentPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.documentEditions, { id })
  return (
    <Answer of={found}>
      {({ editions, templateTitle }) => (
        <Opened
          key={id}
          document={editions.find((one) => one.id === id)!}
          editions={editions}
          templateTitle={templateTitle}
        />
      )}
    </Answer>
  )
}

type Row = import('../../core/entity.ts').RowOf<typeof RuleDocument>

function Opened({
  document,
  editions,
  templateTitle,
}: {
  document: Row
  editions: readonly Row[]
  templateTitle: string | null
}) {
  const [drawer, setDrawer] = useState<'edition' | 'correction'>()
  const [dialog, setDialog] = useState<'end' | 'decline'>()
  const home: HomeOf = document.station ? { station: document.station } : { place: document.place! }
  const station = useAnswer(
    api.documentsOfStation,
    { station: document.station ?? '' },
    { enabled: document.station !== null },
  )
  const area = useAnswer(api.documentsOfArea, { place: document.place ?? '' }, { enabled: document.place !== null })
  const held = station.data ?? area.data
  const closed = () => setDialog(undefined)
  const end = useAct(api.endDocument, { onDone: closed })
  const decline = useAct(api.declineDocument, { onDone: closed })
  const words = new Map(held?.lines.map(({ key, value }) => [key, value]))
  const newest = editions[0]?.id === document.id
  return (
    <>
      <PageHead
        title={document.title}
        note={
          document.station ? (
            <To path={`/stations/${document.station}/documents`}>{held?.homeName ?? '本站制度文件'}</To>
          ) : (
            (held?.homeName ?? '')
          )
        }
        tags={<Standings of={standingOn(document, today())} />}
      >
        {newest && document.can.includes('addEdition') && (
          <Button type="primary" onClick={() => setDrawer('edition')}>
            换新版本
          </Button>
        )}
        {document.can.includes('editDocument') && <Button onClick={() => setDrawer('correction')}>更正</Button>}
        {newest && document.can.includes('endDocument') && (
          <Button danger onClick={() => setDialog('end')}>
            废止
          </Button>
        )}
        {document.can.includes('declineDocument') && <Button onClick={() => setDialog('decline')}>不采用</Button>}
      </PageHead>
      <Block title="内容">
        <Facts
          fields={RuleDocument.fields}
          row={document}
          own={{
            place: null,
            title: null,
            first: null,
            template: templateTitle,
            ...(templateTitle === null && { template: null }),
            lines: document.lines.map((key) => words.get(key) ?? key).join('、') || '—',
            files:
              document.files.length > 0 ? (
                <FileLinks ids={document.files} />
              ) : (
                <span className="unknown">还没有上传文件</span>
              ),
          }}
        />
        {document.can.includes('adoptDocument') && document.station && (
          <Typography.Paragraph type="secondary" style={{ margin: '8px 0 0' }}>
            这是上级下发的范本，请在<To path={`/stations/${document.station}/documents`}>本站制度文件</To>里采用
          </Typography.Paragraph>
        )}
      </Block>
      <Block title={`历次版本（${editions.length}）`}>
        <DataTable
          rows={editions}
          rowKey={({ id }) => id}
          columns={[
            {
              title: '版本',
              key: 'edition',
              width: 100,
              render: (_, one) =>
                one.id === document.id ? (
                  `第 ${one.edition} 版`
                ) : (
                  <To path={`/documents/${one.id}`}>第 {one.edition} 版</To>
                ),
            },
            { title: '名称', key: 'title', render: (_, { title }) => title },
            {
              title: '有效期',
              key: 'days',
              render: (_, { inForceFrom, inForceUntil }) =>
                inForceFrom ? `${inForceFrom} 至 ${inForceUntil ?? '长期'}` : '—',
            },
            {
              title: '现状',
              key: 'standing',
              width: 100,
              render: (_, one) => <Standings of={standingOn(one, today())} />,
            },
            { title: '文件', key: 'files', render: (_, { files }) => <FileLinks ids={files} /> },
          ]}
          empty="只有这一版"
        />
      </Block>
      <History id={document.id} />
      <Drawer
        open={drawer !== undefined}
        onClose={() => setDrawer(undefined)}
        title={drawer === 'edition' ? '换新版本' : '更正'}
        size={520}
        destroyOnHidden
      >
        {drawer && held && (
          <DocumentForm
            home={home}
            choices={lineChoices(held.lines)}
            row={document}
            as={drawer}
            onDone={() => setDrawer(undefined)}
          />
        )}
      </Drawer>
      <Modal
        title={dialog === 'end' ? '废止这份文件' : '不采用这份范本'}
        open={dialog !== undefined}
        footer={null}
        onCancel={closed}
        destroyOnHidden
      >
        {dialog === 'end' && (
          <RecordForm
            fields={{ inForceUntil: date('最后一天'), note: optional(text('原因', { max: 200 })) }}
            initial={{ inForceUntil: today() }}
            unfolded={['note']}
            submit="废止"
            onSubmit={(values) => end.mutateAsync({ ...values, id: document.id, version: document.version } as never)}
            onCancel={closed}
          />
        )}
        {dialog === 'decline' && (
          <RecordForm
            fields={{ note: text('原因', { max: 200, multiline: true }) }}
            submit="不采用"
            onSubmit={(values) =>
              decline.mutateAsync({ ...values, id: document.id, version: document.version } as never)
            }
            onCancel={closed}
          />
        )}
      </Modal>
    </>
  )
}
