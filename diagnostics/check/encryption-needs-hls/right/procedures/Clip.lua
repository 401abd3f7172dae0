local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  local action = TranscodeAction:new()
  action.transcodeDefinition = { 230 }
  action.drm = 10
  set:addAction(action)
  return set
end

function CreateProcedure() return P:new() end
