import { PrinterOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { client } from '../../ui/client.ts'
import { useAct } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { type Binding, bindings, type PaperOf } from './batch.ts'

const api = client<typeof import('./batch.server.ts')>('papers')

/** Prints these papers in the background; the page can be left. */
export default function PrintButton({ papers, title }: { papers: readonly PaperOf[]; title: string }) {
  const { message } = App.useApp()
  const print = useAct(api.printPapers, {
    onDone: () =>
      message.info(
        <>
          已开始制作，可以离开本页；完成后在<To path="/jobs">后台任务</To>下载
        </>,
        6,
      ),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: Object.entries(bindings).map(([key, label]) => ({ key, label })),
        onClick: ({ key }) => print.mutate({ papers: papers.map((one) => ({ ...one })), as: key as Binding, title }),
      }}
    >
      <Button type="primary" icon={<PrinterOutlined />} loading={print.isPending} disabled={papers.length === 0}>
        {`打印 ${papers.length} 份`}
      </Button>
    </Dropdown>
  )
}
