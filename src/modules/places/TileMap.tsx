import './places.css'
import { Link } from '@tanstack/react-router'
import { Nothing } from '../../ui/parts.tsx'
import { type Colouring, colourings, legendOf, type Painter, painterOf, type Tile } from './colouring.ts'
import { shortName } from './place.ts'

/** What each colour means, in words, and how many tiles bear it. */
export function Legend({ tiles, colouring }: { tiles: readonly Tile[]; colouring: Colouring | Painter }) {
  return (
    <ul
      className="place-legend"
      aria-label={typeof colouring === 'string' ? `图例：${colourings[colouring].label}` : '图例'}
    >
      {legendOf(tiles, colouring).map(({ word, fill, edge, count }) => (
        <li key={word}>
          <i aria-hidden style={{ background: fill, borderColor: edge }} />
          {word} {count}
        </li>
      ))}
    </ul>
  )
}

/**
 * The tree as tiles, one a place: a level grouped by type, or two levels grouped by the place between. Tiles lead down.
 */
export function TileMap({
  root,
  tiles,
  colouring,
  search,
  opens = '/places/$id',
}: {
  root: string
  tiles: readonly Tile[]
  colouring: Colouring | Painter
  search: object
  /** Where a tile leads: a page of the place, or one that takes it as `place`. */
  opens?: string
}) {
  const first = tiles.filter(({ parent }) => parent === root)
  const second = tiles.filter(({ parent }) => parent !== root)
  if (first.length === 0) return <Nothing says="这一天没有下级区划" />
  const groups =
    second.length > 0
      ? first.map((head) => ({ key: head.id, head, members: second.filter(({ parent }) => parent === head.id) }))
      : [...new Set(first.map(({ type }) => type))].map((type) => ({
          key: type,
          head: type,
          members: first.filter((tile) => tile.type === type),
        }))
  return groups.map(({ key, head, members }) => (
    <section key={key} className="place-group">
      <h3>
        {typeof head === 'string' ? head : <To tile={head} search={search} opens={opens} />}
        <span style={{ fontWeight: 400, color: '#5A6472' }}>（{members.length} 个）</span>
      </h3>
      <ul className="place-tiles">
        {members.map((tile) => (
          <li key={tile.id}>
            <OneTile tile={tile} colouring={colouring} search={search} opens={opens} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

/** A page whose address holds the place, or one that is asked for it. */
const wayTo = (id: string, search: object, opens: string) =>
  opens.includes('$id')
    ? { to: opens as never, params: { id } as never, search: search as never }
    : { to: opens as never, search: { ...search, place: id } as never }

function To({ tile, search, opens }: { tile: Tile; search: object; opens: string }) {
  return <Link {...wayTo(tile.id, search, opens)}>{tile.name}</Link>
}

function OneTile({
  tile,
  colouring,
  search,
  opens,
}: {
  tile: Tile
  colouring: Colouring | Painter
  search: object
  opens: string
}) {
  const { word, fill, edge } = painterOf(colouring)(tile)
  return (
    <Link
      {...wayTo(tile.id, search, opens)}
      className="place-tile"
      title={tile.name}
      style={{ background: fill, borderLeftColor: edge }}
    >
      <span>{shortName(tile.name)}</span>
      <span className="place-tile-word">
        {word}
        {tile.below > 0 && ` · ${tile.below} 个下级`}
      </span>
    </Link>
  )
}

/** Tiles of one's own words and colours, with what they mean. */
export function PaintedTiles(props: {
  root: string
  tiles: readonly Tile[]
  colouring: Painter
  search: object
  opens: string
}) {
  const deepest = props.tiles.filter(({ parent }) => parent !== props.root)
  return (
    <>
      <Legend tiles={deepest.length > 0 ? deepest : props.tiles} colouring={props.colouring} />
      <TileMap {...props} />
    </>
  )
}
