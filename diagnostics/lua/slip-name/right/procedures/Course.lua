local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  local clip = AnimatedGraphicsAction:new()
  clip.definition = 20000
  clip.startTime = 1
  clip.endTime = 3
  set:addAction(clip)
  return set
end

function CreateProcedure()
  return P:new()
end
