local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  local cover = CoverBySnapshotAction:new()
  cover.definition = 10
  cover.positionType = 'Percent'
  cover.position = 50
  set:addAction(cover)
  return set
end

function CreateProcedure()
  return P:new()
end
