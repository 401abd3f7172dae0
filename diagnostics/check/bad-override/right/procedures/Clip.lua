local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  local action = TranscodeAction:new()
  action.transcodeDefinition = { 20 }
  action.override = { video = { bitrate = 128 } }
  set:addAction(action)
  return set
end

function CreateProcedure() return P:new() end
