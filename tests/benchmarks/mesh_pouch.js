// PouchDB to express-pouchdb: loads documents into a local database, then times their replication to a server.
//   node mesh_pouch.js server FOLDER            says "port N"
//   node mesh_pouch.js client FOLDER URL FILE   says {"documents": n, "seconds": s} once everything is over there
const fs = require('fs')
const path = require('path')
const modules = path.join(process.cwd(), 'node_modules')
const PouchDB = require(path.join(modules, 'pouchdb'))

const BATCH = 500

function serve (folder) {
  const express = require(path.join(modules, 'express'))
  const expressPouch = require(path.join(modules, 'express-pouchdb'))
  const Stored = PouchDB.defaults({ prefix: folder + path.sep })
  const app = express()
  app.use('/', expressPouch(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log.txt') }))
  const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))
  process.stdin.on('end', () => process.exit(0))
  process.stdin.resume()
}

async function hand (folder, url, file) {
  const local = new PouchDB(path.join(folder, 'local'))
  const documents = fs.readFileSync(file, 'utf8').trim().split('\n').map(JSON.parse)
  for (let place = 0; place < documents.length; place += BATCH) {
    await local.bulkDocs(documents.slice(place, place + BATCH))
  }
  const remote = new PouchDB(url + '/orders')
  await remote.info()
  const began = process.hrtime.bigint()
  const done = await local.replicate.to(remote, { batch_size: BATCH })
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const there = (await remote.info()).doc_count
  if (!done.ok || there !== documents.length) throw new Error(`${there} of ${documents.length} documents arrived`)
  console.log(JSON.stringify({ documents: there, seconds }))
}

const [part, folder, url, file] = process.argv.slice(2)
if (part === 'server') serve(folder)
else hand(folder, url, file).catch((error) => { console.error(error); process.exit(1) })
