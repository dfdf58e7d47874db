import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation } from '../../../tests/founded.ts'
import { openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { timelineOf } from '../clients/index.server.ts'
import { findingsOf } from '../findings/index.server.ts'
import { figures } from '../measures/index.server.ts'
import { measureNamed } from '../measures/index.ts'
import { periodOf } from '../../core/measures.ts'
import {
  addResource,
  closeMatch,
  endResource,
  getResource,
  listMatches,
  listResources,
  matchResource,
  reviewResource,
} from './index.server.ts'
