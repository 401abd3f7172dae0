local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  local samples = SampleSnapshotAction:new()
  samples.definition = 10
  set:addAction(samples)
  return set
end

function CreateProcedure()
  return P:new()
end
