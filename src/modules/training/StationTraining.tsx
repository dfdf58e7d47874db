import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Block } from '../../ui/parts.tsx'
import { Hours } from './training.screens.tsx'

/** On a station's page: its people's hours of this year against the rule. */
export default function StationTraining({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayAdd = useHolds('training.manage')
  const year = Number(today().slice(0, 4))
  return (
    <Block
      title={`${year} 年学时`}
      extra={
        mayAdd && (
          <Button size="small" onClick={() => void navigate({ to: '/training/new', search: { station: id } as never })}>
            登记培训
          </Button>
        )
      }
    >
      <Hours year={year} station={id} />
    </Block>
  )
}
