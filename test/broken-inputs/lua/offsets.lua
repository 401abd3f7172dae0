local P = NewProcedureClass()
function P:handleProcess(file)
  local snapshots = SnapshotByTimeOffsetAction:new({ definition = 10 })
  snapshots:addTimeOffset(<|lua/out-of-range:-5|>)
  file.processActionSet:addAction(snapshots)
end
function CreateProcedure()
  return P:new()
end
